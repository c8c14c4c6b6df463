using System.CommandLine;
using System.Globalization;
using ActiveResponse.Tool.Commands;

namespace ActiveResponse.Tool.Packaging;

/// <summary><c>system-files</c>, for whoever makes packages: writes manual pages and completions by what the commands say.</summary>
internal static class SystemFilesCommand
{
    public const string Name = "system-files";

    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write to; created if missing." };
        var guide = new Argument<string>("FILE")
        {
            Description = "The document whose sections become sections of manual pages: docs/tool.md.",
        };
        var command = new Command(Name, "Write manual pages and completions for bash, zsh and fish, as packages need them.")
        {
            folder,
            guide,
        };
        command.SetAction(parsed =>
        {
            var lines = File.ReadAllLines(parsed.GetRequiredValue(guide));
            foreach (var (path, text) in All(lines))
            {
                var file = Path.Combine(parsed.GetRequiredValue(folder), path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, text);
            }

            return ExitCodes.Fine;
        });
        return command;
    }

    private static IEnumerable<(string Path, string Text)> All(IReadOnlyList<string> guide)
    {
        var tool = CommandDoc.Of(AllCommands.For([]));
        return
        [
            .. new ManPages(tool, guide, Date(), Version()).All().Select(static page => ($"man/{page.Path}", page.Text)),
            ("bash/active-response", BashCompletion.Of(tool)),
            ("zsh/_active-response", ZshCompletion.Of(tool)),
            ("fish/active-response.fish", FishCompletion.Of(tool)),
        ];
    }

    // What packages are made of twice is the same twice: https://reproducible-builds.org/specs/source-date-epoch/
    private static string Date()
    {
        var isGiven = long.TryParse(
            Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seconds
        );
        var time = isGiven ? DateTimeOffset.FromUnixTimeSeconds(seconds) : TimeProvider.System.GetUtcNow();
        return time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string Version() => (typeof(SystemFilesCommand).Assembly.GetName().Version ?? new Version(0, 0)).ToString(3);
}
