import type { Agreement } from './report.js'

/** Whether so many cases agree as have to. */
export const isEnough = ({ agreed, cases, required = cases }: Agreement): boolean => agreed >= required
