// Before the first paint: what scripts serve may be shown, and the theme that was chosen, if one was. page.js has the switch.
document.documentElement.classList.add("has-script");
try {
  const theme = localStorage.getItem("observatory.theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
} catch {
  // A browser that stores nothing shows the system's theme.
}
