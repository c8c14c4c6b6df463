using Microsoft.Playwright;

namespace ActiveResponse.Dashboard.Tests.Browser;

/// <summary>How large a window is, and which theme its system has.</summary>
internal static class Look
{
    public static BrowserNewContextOptions Light =>
        new()
        {
            ViewportSize = new() { Width = 1360, Height = 860 },
        };

    public static BrowserNewContextOptions Dark => new(Light) { ColorScheme = ColorScheme.Dark };

    public static BrowserNewContextOptions Phone =>
        new()
        {
            ViewportSize = new() { Width = 320, Height = 640 },
            DeviceScaleFactor = 2,
            IsMobile = true,
            HasTouch = true,
        };

    public static BrowserNewContextOptions Named(string name) =>
        name switch
        {
            "light" => Light,
            "dark" => Dark,
            "phone" => Phone,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
}
