using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;

// A configuration in a language of one's own: a line "block from level 8".
var folder = Directory.CreateTempSubdirectory("consumer");
var file = Path.Combine(folder.FullName, "rules.txt");
await File.WriteAllTextAsync(file, "block from level 8\n");
try
{
    await using var stage = await Stage.SetAsync((builder, _) => builder.UseConfigParser(_ => new LineParser()).UseOssecConfig(file));
    await stage.HandleAsync("203.0.113.9", level: 7);
    await stage.HandleAsync("203.0.113.10", level: 8);
    Console.WriteLine($"blocked: {string.Join(' ', stage.Firewall.Entries.Keys)}");
}
finally
{
    folder.Delete(recursive: true);
}

/// <summary>Reads lines like <c>block from level 8</c>.</summary>
internal sealed class LineParser : IConfigParser
{
    public ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions options)
    {
        var rules = Stage.Rules("firewall-drop");
        var level = Encoding.UTF8.GetString(content.Span).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["block", "from", "level", var text] when int.TryParse(text, out var number) => number,
            _ => (int?)null,
        };
        return new ConfigParseResult
        {
            Accepted = level is not null,
            Config = level is null ? ActiveResponseConfig.Empty : rules with { Responses = [rules.Responses[0] with { Level = level }] },
            Problems = level is not null
                ? []
                :
                [
                    new ConfigProblem
                    {
                        Code = "line",
                        Severity = ConfigSeverity.Error,
                        Message = "write: block from level N",
                        Line = 1,
                        Column = 1,
                    },
                ],
            ArConf = [],
        };
    }
}
