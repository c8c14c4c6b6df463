using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Configuration;
using ActiveResponse.Tool.Conversion;
using ActiveResponse.Tool.Conversion.Fail2ban;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary><c>convert</c>: settings of fail2ban, OSSEC or Wazuh 4 in another program's form, and what that changes.</summary>
internal sealed class ConvertCommand : Command
{
    private const string Fail2ban = "fail2ban";
    private const string Ossec = "ossec";
    private const string Wazuh = "wazuh";
    private const string Wazuh5 = "wazuh5";

    private readonly Argument<string> _source = new("FILE|DIR")
    {
        Description = "An ossec.conf, or the folder of fail2ban's settings, /etc/fail2ban.",
    };

    private readonly Option<string> _from = new("--from") { Description = "What it is.", Required = true };
    private readonly Option<string> _to = new("--to")
    {
        Description = "The dialect of the ossec.conf to write, or wazuh5 for its active responses. Default: wazuh.",
        DefaultValueFactory = static _ => Wazuh,
    };

    private readonly Option<string[]> _group = new("--group")
    {
        Description = "Of fail2ban: the pattern of rule groups that detect what a jail detects. Repeatable.",
        HelpName = "JAIL=PATTERN",
    };

    private readonly Option<bool> _partial = new("--partial")
    {
        Description = "Print what can be said, and exit with 0, though not all can.",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    private ConvertCommand()
        : base(
            "convert",
            "Print settings in another program's form. What changes its meaning or can't be said is named; in the latter case nothing is "
                + "printed without --partial."
        )
    {
        _from.AcceptOnlyFromAmong(Fail2ban, Ossec, Wazuh);
        _to.AcceptOnlyFromAmong(Ossec, Wazuh, Wazuh5);
        Add(_source);
        Add(_from);
        Add(_to);
        Add(_group);
        Add(_partial);
        Add(_json);
        Validators.Add(Validate);
        SetAction(Run);
    }

    public static Command Build() => new ConvertCommand();

    private void Validate(CommandResult result)
    {
        var (from, to) = (result.GetValue(_from), result.GetValue(_to));
        if (from == to || (from == Fail2ban && to == Wazuh5))
        {
            result.AddError($"'{from}' can't be converted to '{to}'.");
        }

        foreach (var pair in result.GetValue(_group) ?? [])
        {
            if (pair.IndexOf('=') is <= 0 and var at || !OssecWriter.CanSay(pair[(pair.IndexOf('=') + 1)..]))
            {
                result.AddError($"--group: '{pair}' isn't a jail, = and a pattern.");
            }
        }
    }

    private int Run(ParseResult parsed)
    {
        var converted = Convert(parsed);
        if (converted is null)
        {
            return ExitCodes.Findings;
        }

        var isPrinted = converted.IsWhole || parsed.GetValue(_partial);
        if (parsed.GetValue(_json))
        {
            WriteJson(converted, isPrinted);
        }
        else
        {
            foreach (var remark in converted.Remarks)
            {
                Console.Error.WriteLine(ToolText.OneLine($"{NameOf(remark.Kind)}: {remark.Place}: {remark.Text}"));
            }

            Console.Out.Write(isPrinted ? converted.Text : "");
        }

        if (!isPrinted)
        {
            Console.Error.WriteLine("active-response: not all can be said: correct it, or print the rest with --partial");
        }

        return isPrinted ? ExitCodes.Fine : ExitCodes.Findings;
    }

    private Converted? Convert(ParseResult parsed)
    {
        var (source, from, to) = (parsed.GetRequiredValue(_source), parsed.GetRequiredValue(_from), parsed.GetRequiredValue(_to));
        if (from == Fail2ban)
        {
            var groups = (parsed.GetValue(_group) ?? [])
                .Select(static pair => pair.Split('=', 2))
                .GroupBy(static pair => pair[0], StringComparer.Ordinal)
                .ToDictionary(static pairs => pairs.Key, static pairs => pairs.Last()[1], StringComparer.Ordinal);
            return Fail2banConversion.Of(JailFiles.Read(source), Names.Dialect(to), groups);
        }

        var read = ConfigLoading.Load(source, from);
        Problems.Write(Reports.Error, [.. read.Problems.Where(static problem => problem.Severity == ConfigSeverity.Error)]);
        if (read.HasErrors)
        {
            return null;
        }

        return to == Wazuh5 ? Wazuh5Conversion.Of(read.Config) : DialectConversion.Of(read.Config, Names.Dialect(to));
    }

    private static string NameOf(RemarkKind kind) => kind == RemarkKind.LeftOut ? "left out" : "changed";

    private static void WriteJson(Converted converted, bool isPrinted) =>
        JsonLine.Write(
            Console.Out,
            json =>
            {
                json.WriteBoolean("whole", converted.IsWhole);
                json.WriteString("settings", isPrinted ? converted.Text : null);
                json.WriteObjects(
                    "remarks",
                    converted.Remarks,
                    remark =>
                    {
                        json.WriteString("kind", remark.Kind == RemarkKind.LeftOut ? "left-out" : "changed");
                        json.WriteString("place", ToolText.WithBytes(remark.Place));
                        json.WriteString("text", ToolText.WithBytes(remark.Text));
                    }
                );
            }
        );
}
