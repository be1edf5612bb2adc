/** The four tags of the think/answer layout, as they stand in a text. */
export const thinkOpen = '<think>'
export const thinkClose = '</think>'
export const answerOpen = '<answer>'
export const answerClose = '</answer>'
