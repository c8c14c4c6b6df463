using System.CommandLine;
using ActiveResponse.Tool.Commands;

namespace ActiveResponse.Tool.Fleet;

/// <summary>Options with a duration.</summary>
internal static class DurationOption
{
    public static Option<string?> Make(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "DURATION" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Duration.Read(text) is null)
            {
                result.AddError($"{name}: '{text}' isn't a duration: write e.g. 90s, 10m, 2h, 1d12h or 1w, up to 10 years.");
            }
        });
        return option;
    }

    public static TimeSpan? Of(string? text) =>
        text is not null && Duration.Read(text) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
