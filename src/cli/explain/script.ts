/** Makes the sliders work. Without it the page says the same, the heat maps as they are laid over. */
export const script = `
for (const slider of document.querySelectorAll('.slider')) {
  const input = slider.querySelector('input')
  const show = () => {
    slider.closest('section').style.setProperty('--heat', input.value / 100)
    slider.querySelector('output').textContent = input.value + ' %'
  }
  input.addEventListener('input', show)
  slider.hidden = false
  show()
}
`
