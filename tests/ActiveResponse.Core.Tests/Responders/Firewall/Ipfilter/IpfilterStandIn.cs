using ActiveResponse.Configuration;
using ActiveResponse.Processes;
using ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

namespace ActiveResponse.Tests.Responders.Firewall.Ipfilter;

/// <summary>ipf(8) and ipfstat(8), as far as rules that block one address go.</summary>
internal sealed class IpfilterStandIn : StandIn
{
    private const string Usage = "usage: ipf [-6AdDEInoPrsvVzZ] [-l block|pass|nomatch] [-F i|o|a|s|S] -f filename [...]\n";

    public bool IsRunning { get; set; } = true;

    /// <summary>Whether ipf ends with 1 when the kernel refuses a rule, as of version 5, or goes on and ends with 0.</summary>
    public bool IsVersion5 { get; set; }

    public IpfRuleList In { get; } = new();

    public IpfRuleList Out { get; } = new();

    public override string Describe() =>
        string.Join('\n', Out.Concat(In).Select(static rule => rule.ToString()).Order(StringComparer.Ordinal));

    protected override CommandResult Run(string program, string[] arguments, string input) =>
        (program, arguments) switch
        {
            ("ipf", ["-V"]) => CommandResult.Exited(
                0,
                $"ipf: IP Filter: v4.1.34 (592)\nKernel: IP Filter: v4.1.34\nRunning: {(IsRunning ? "yes" : "no")}\nDefault: "
                    + "pass all, Logging: available\n"
            ),
            ("ipf", ["-f", "-"]) => Read(input, isIPv6: false, removes: false),
            ("ipf", ["-rf", "-"]) => Read(input, isIPv6: false, removes: true),
            ("ipf", ["-6", "-f", "-"]) => Read(input, isIPv6: true, removes: false),
            ("ipf", ["-6", "-rf", "-"]) => Read(input, isIPv6: true, removes: true),
            ("ipf", _) => CommandResult.Exited(1, error: Usage),
            ("ipfstat", ["-io"]) => List(isIPv6: false),
            ("ipfstat", ["-6", "-io"]) => List(isIPv6: true),
            ("ipfstat", _) => CommandResult.Exited(1, error: "Usage: ipfstat [-6aAdfghIilnoRsv]\n"),
            _ => Unknown(program),
        };

    private CommandResult Read(string input, bool isIPv6, bool removes)
    {
        var errors = "";
        var number = 0;
        foreach (var line in input.Split('\n').SkipLast(1))
        {
            number++;
            if (!IpfRule.TryParse(line, isIPv6, out var rule, out var atHead, out var word))
            {
                return CommandResult.Exited(1, error: errors + $"syntax error error at \"{word}\", line {number}\n");
            }

            var list = rule.IsIn ? In : Out;
            var isRefused = removes ? !list.Remove(rule) : list.Contains(rule);
            if (isRefused)
            {
                errors += removes ? $"{number}:ioctl(delete rule): No such process\n" : $"{number}:ioctl(add/insert rule): File exists\n";
                if (IsVersion5)
                {
                    return CommandResult.Exited(1, error: errors);
                }
            }
            else if (!removes)
            {
                list.Add(rule, atHead);
            }
        }

        return CommandResult.Exited(0, error: errors);
    }

    private CommandResult List(bool isIPv6)
    {
        var (output, errors) = ("", "");
        foreach (var (list, name) in new[] { (Out, "out"), (In, "in") })
        {
            var lines = list.Where(rule => rule.Address.IsIPv6 == isIPv6).Select(static rule => rule + "\n").ToList();
            output += string.Concat(lines);
            errors += lines.Count == 0 ? $"empty list for ipfilter({name})\n" : "";
        }

        return CommandResult.Exited(0, output, errors);
    }
}
