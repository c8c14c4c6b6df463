using System.CommandLine;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The addresses of a fleet's servers.</summary>
internal static class FleetUrl
{
    private static readonly string[] Schemes = ["nats", "tls", "ws", "wss"];

    /// <summary>The option <c>--fleet</c>.</summary>
    public static Option<string> Option(bool isRequired)
    {
        var option = new Option<string>("--fleet")
        {
            Description = "The fleet's NATS servers, separated by commas, e.g. tls://nats.example:4222.",
            HelpName = "URL",
            Required = isRequired,
        };
        option.Validators.Add(result =>
        {
            foreach (var part in (result.GetValueOrDefault<string?>() ?? "").Split(',').Where(static part => !IsUrl(part.Trim())))
            {
                result.AddError($"--fleet: '{part}' isn't the address of a NATS server, e.g. tls://nats.example:4222.");
            }
        });
        return option;
    }

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && Schemes.Contains(url.Scheme) && url.Host.Length > 0;
}
