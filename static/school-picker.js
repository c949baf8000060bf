// Turns the text box of the school picker into an autocomplete. Without it the form shows matching schools as radios.
import "./vendor/accessible-autocomplete/accessible-autocomplete.min.js"

const WAIT = 200 // milliseconds after the last key before the server is asked

function pick(box) {
  const input = box.querySelector("input")
  const address = box.dataset.schoolPicker
  let timer
  let asked
  const source = (typed, show) => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      asked?.abort()
      asked = new AbortController()
      try {
        const answer = await fetch(`${address}?${new URLSearchParams({ q: typed })}`, { signal: asked.signal })
        show(answer.ok ? (await answer.json()).schools : [])
      } catch (error) {
        if (error.name !== "AbortError") show([])
      }
    }, WAIT)
  }
  const place = document.createElement("div")
  const { id, name, value } = input
  const described = input.getAttribute("aria-describedby")
  input.remove()
  box.append(place)
  window.accessibleAutocomplete({
    element: place,
    id,
    name,
    source,
    defaultValue: value,
    minLength: 2,
    autoselect: false,
    confirmOnBlur: false,
    displayMenu: "overlay",
    tNoResults: () => "No school matches. Try its town or postcode",
    tStatusQueryTooShort: (length) => `Type ${length} or more letters`,
    tAssistiveHint: () => "When schools are listed, use the up and down arrows to look through them and Enter to choose.",
  })
  // The autocomplete takes its own hint away once something is typed; ours, and the error, must stay tied to the box.
  const typing = place.querySelector("input")
  const describe = () => {
    if (described && !typing.hasAttribute("aria-describedby")) typing.setAttribute("aria-describedby", described)
  }
  describe()
  new MutationObserver(describe).observe(typing, { attributeFilter: ["aria-describedby"] })
}

for (const box of document.querySelectorAll("[data-school-picker]")) pick(box)
