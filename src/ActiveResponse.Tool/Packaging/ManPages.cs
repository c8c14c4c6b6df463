using System.CommandLine;
using ActiveResponse.Tool.Settings;

namespace ActiveResponse.Tool.Packaging;

/// <summary>Manual pages: one for the tool, one for each of its commands, one for the settings file.</summary>
/// <param name="tool">The tool.</param>
/// <param name="guide">The document about the tool, whose sections become sections of pages.</param>
/// <param name="date">The date of the pages.</param>
/// <param name="version">The version of the tool.</param>
internal sealed class ManPages(CommandDoc tool, IReadOnlyList<string> guide, string date, string version)
{
    private const string OfSettings = "Settings";

    // How to build it is of no use to whoever has it; what the document begins with is the list of commands.
    private static readonly string?[] LeftOut = [null, "Get it", OfSettings];

    /// <summary>All pages: the path of each below the folder of manuals, and its text.</summary>
    public IEnumerable<(string Path, string Text)> All() =>
        [
            ($"man8/{tool.PageName}.8", OfTool()),
            .. tool.Commands.Select(command => ($"man8/{command.PageName}.8", OfCommand(command))),
            ("man5/active-response.json.5", OfSettingsFile()),
        ];

    private string OfTool()
    {
        var page = Begin(tool.PageName, 8, tool.Description);
        page.Section("Synopsis");
        page.Paragraph($"{Roff.Bold(tool.Line)} {Roff.Italic("command")} [{Roff.Italic("options")}]");
        page.Section("Description");
        page.Paragraph(Roff.Plain(tool.Description));
        page.Section("Commands");
        foreach (var command in tool.Commands)
        {
            page.Item(ReferenceTo(command), Roff.Plain(command.Description));
        }

        new MarkdownRoff(page).Write(guide, static title => !LeftOut.Contains(title));
        Files(page);
        SeeAlso(page, "active-response.json(5)", "systemctl(1)", "nft(8)");
        return page.ToString();
    }

    private string OfCommand(CommandDoc command)
    {
        var page = Begin(command.PageName, 8, command.Description);
        page.Section("Synopsis");
        foreach (var form in command.All.Where(static form => form.Commands.Count == 0))
        {
            page.Paragraph(SynopsisOf(form));
        }

        page.Section("Description");
        page.Paragraph(Roff.Plain(command.Description));
        if (command.Arguments.Count + command.Options.Count > 0)
        {
            page.Section("Options");
            Options(page, command);
        }

        if (command.Commands.Count > 0)
        {
            page.Section("Commands");
            foreach (var below in command.All.Skip(1))
            {
                page.Part(string.Join(' ', below.Words));
                page.Paragraph(Roff.Plain(below.Description));
                Options(page, below);
            }
        }

        SeeAlso(page, "active-response(8)", "active-response.json(5)");
        return page.ToString();
    }

    private string OfSettingsFile()
    {
        var page = Begin("active-response.json", 5, "settings of active-response");
        page.Section("Description");
        new MarkdownRoff(page).Write(BelowHeading(), static _ => true);
        page.Section("Settings");
        var keys = SettingKeys.OfRun();
        foreach (var key in keys.All)
        {
            var option = keys.OptionOf(key)!;
            var doc = OptionDoc.Of(option);
            var list = SettingKeys.IsRepeatable(option) ? " A list." : "";
            var kind = doc.Value is null ? "true or false" : doc.Value;
            page.Item($"{Roff.Bold(key)} ({Roff.Plain(kind)})", Roff.Plain(doc.Description + list));
        }

        SeeAlso(page, "active-response(8)", "active-response-run(8)", "active-response-settings(8)");
        return page.ToString();
    }

    // The section's text, as if the document had nothing else.
    private IEnumerable<string> BelowHeading() =>
        guide
            .SkipWhile(static line => line != $"## {OfSettings}")
            .Skip(1)
            .TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal));

    private Roff Begin(string name, int section, string description)
    {
        var page = new Roff(name, section, date, $"active-response {version}");
        page.Section("Name");
        var end = description.IndexOf(". ", StringComparison.Ordinal);
        var summary = (end < 0 ? description : description[..end]).TrimEnd('.');
        page.Paragraph($@"{Roff.Escaped(name)} \- {Roff.Escaped(char.ToLowerInvariant(summary[0]) + summary[1..])}");
        return page;
    }

    private static void Options(Roff page, CommandDoc command)
    {
        foreach (var argument in command.Arguments)
        {
            page.Item(Roff.Italic(argument.Name), Roff.Plain(argument.Description));
        }

        foreach (var option in command.Options)
        {
            var value = option.Value is null ? "" : ' ' + Roff.Italic(option.Value);
            page.Item(Roff.Bold(option.Name) + value, Roff.Plain(option.Description));
        }
    }

    private static string SynopsisOf(CommandDoc command)
    {
        var parts = new List<string> { Roff.Bold(command.Line) };
        parts.AddRange(
            command
                .Options.Where(static option => option.IsRequired)
                .Select(static option => $"{Roff.Bold(option.Name)} {Roff.Italic(option.Value!)}")
        );
        foreach (var argument in command.Arguments)
        {
            var name = Roff.Italic(argument.Name) + (argument.IsRepeatable ? " ..." : "");
            parts.Add(argument.IsOptional ? $"[{name}]" : name);
        }

        parts.Add($"[{Roff.Italic("options")}]");
        return string.Join(' ', parts);
    }

    private static void Files(Roff page)
    {
        page.Section("Files");
        page.Item(Roff.Italic("/etc/active-response/active-response.json"), "Settings.");
        page.Item(Roff.Italic("/var/lib/active-response/state.db"), "State: what is in place, and until when.");
        page.Item(Roff.Italic("/var/lib/active-response/control.sock"), "The socket of the running agent.");
    }

    private static void SeeAlso(Roff page, params string[] pages)
    {
        page.Section("See also");
        page.Paragraph(string.Join(", ", pages.Select(static name => $"{Roff.Bold(name[..^3])}{name[^3..]}")));
    }

    private static string ReferenceTo(CommandDoc command) => $"{Roff.Bold(command.PageName)}(8)";
}
