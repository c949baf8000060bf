// An answer that does not come in place is asked for as a whole page, which says what is wrong.
for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failed, (event) => location.assign(event.detail.pathInfo.finalRequestPath))
}
