// Shows what only works with passkeys where the browser has them, and says in words when one did not work.
(function () {
  if (!window.PublicKeyCredential) return
  for (const id of ['passkey_login', 'mfa_webauthn_authenticate', 'mfa_webauthn_reauthenticate', 'mfa_webauthn_add']) {
    const button = document.getElementById(id)
    if (button) button.hidden = false
  }
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    let note = document.getElementById('passkey-note')
    if (!note) {
      note = document.createElement('p')
      note.id = 'passkey-note'
      note.className = 'govuk-error-message'
      note.setAttribute('role', 'alert')
      const button = document.querySelector('#passkey_login, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate, #mfa_webauthn_add')
      button.before(note)
    }
    note.textContent = 'The passkey was not used. Try again, or choose another way.'
  })
})()
