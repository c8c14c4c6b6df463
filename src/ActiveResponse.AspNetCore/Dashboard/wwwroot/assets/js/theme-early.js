// Runs before the first paint, so that a chosen theme never flashes the other one.
(function () {
  try {
    const theme = localStorage.getItem("active-response.theme");
    if (theme === "light" || theme === "dark") {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // Storage can be forbidden; the system's theme then holds.
  }
})();
