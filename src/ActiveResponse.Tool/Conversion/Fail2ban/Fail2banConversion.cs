using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Conversion.Fail2ban;

/// <summary>The jails of fail2ban as responses of an <c>ossec.conf</c>.</summary>
internal sealed class Fail2banConversion
{
    private const string Command = "firewall-drop";
    private const string Recidive = "recidive";
    private const double MostSeconds = int.MaxValue;

    private readonly JailFiles _files;
    private readonly ConfigDialect _dialect;
    private readonly IReadOnlyDictionary<string, string> _groups;
    private readonly List<Remark> _remarks = [];
    private readonly List<string> _ignored = [];
    private readonly List<ResponseDefinition> _responses = [];
    private readonly CommandDefinition _command;
    private (string Jail, RepeatedOffenders Steps)? _offenders;

    private Fail2banConversion(JailFiles files, ConfigDialect dialect, IReadOnlyDictionary<string, string> groups)
    {
        (_files, _dialect, _groups) = (files, dialect, groups);
        _command = new CommandDefinition
        {
            Name = Command,
            Executable = dialect == ConfigDialect.Ossec ? Command + ".sh" : Command,
            Expect = ExpectedFields.SourceAddress,
            TimeoutAllowed = true,
        };
    }

    /// <summary>Converts the enabled jails.</summary>
    /// <param name="files">The settings.</param>
    /// <param name="dialect">The dialect of the result.</param>
    /// <param name="groups">Patterns of rule groups for jails, by name.</param>
    /// <exception cref="ConvertException">There is no jail that is enabled.</exception>
    public static Converted Of(JailFiles files, ConfigDialect dialect, IReadOnlyDictionary<string, string> groups)
    {
        var conversion = new Fail2banConversion(files, dialect, groups);
        var jails = files.Sections.Keys.Where(static name => name is not (JailFiles.Includes or JailFiles.Default)).ToList();
        foreach (var unknown in groups.Keys.Except(jails))
        {
            throw new ConvertException($"there is no jail '{unknown}'");
        }

        var enabled = jails.Select(name => new JailOptions(files, name)).Where(static jail => jail.IsOn("enabled")).ToList();
        if (enabled.Count == 0)
        {
            throw new ConvertException("no jail is enabled");
        }

        enabled.ForEach(conversion.Take);
        return conversion.End(enabled);
    }

    private void Take(JailOptions jail)
    {
        TakeIgnored(jail);
        if (!TakeActions(jail))
        {
            return;
        }

        if ((_groups.GetValueOrDefault(jail.Jail) ?? JailGroups.Of(jail.Jail)) is not { } group)
        {
            LeftOut(
                jail,
                jail.Jail == Recidive
                    ? "it bans who was banned before: repeated_offenders does, as of bantime.increment"
                    : $"which rules detect it isn't known: give --group {jail.Jail}=PATTERN, a pattern for their groups"
            );
            return;
        }

        if (SecondsOf(jail) is not { } seconds)
        {
            return;
        }

        TakeOffenders(jail, seconds);
        _responses.Add(
            new ResponseDefinition
            {
                Name = Command,
                Command = _command,
                Locations = ResponseLocation.Local,
                RulesGroup = group,
                Timeout = seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds)) : TimeSpan.Zero,
            }
        );
    }

    /// <returns>How long it bans, in seconds; negative for ever; null if it is left out.</returns>
    private double? SecondsOf(JailOptions jail)
    {
        if (BanTime.Read(jail.Of("bantime") ?? "10m") is not { } seconds)
        {
            LeftOut(jail, $"bantime '{jail.Of("bantime")}' is no duration");
            return null;
        }

        if (seconds == 0)
        {
            LeftOut(jail, "bantime 0 bans nobody");
            return null;
        }

        if (seconds > MostSeconds)
        {
            Changed(jail, "bantime is cut to 68 years");
        }

        return seconds;
    }

    private void TakeIgnored(JailOptions jail)
    {
        foreach (var (text, entry) in IgnoreList.Of(jail.Of("ignoreip")))
        {
            if (entry is null)
            {
                LeftOut(jail, $"ignoreip '{text}' is no address, network or host name");
            }
            else
            {
                _ignored.Add(entry);
            }
        }

        if (jail.Of("ignorecommand") is { Length: > 0 })
        {
            LeftOut(jail, "ignorecommand is a program");
        }
    }

    /// <returns>Whether it blocked at all.</returns>
    private bool TakeActions(JailOptions jail)
    {
        var names = JailActions.NamesOf(jail.Of("action"));
        foreach (var other in names.Where(static name => !JailActions.Blocks(name)).Distinct())
        {
            LeftOut(jail, $"the action '{other}' blocks nothing here: write a script or a responder for it");
        }

        if (names.Any(static name => JailActions.Blocks(name) && !name.EndsWith("allports", StringComparison.Ordinal)))
        {
            Changed(jail, "it blocked ports; firewall-drop blocks all");
        }

        return names.Count == 0 || names.Any(JailActions.Blocks);
    }

    private void TakeOffenders(JailOptions jail, double seconds)
    {
        if (seconds <= 0)
        {
            // What has no end never gets longer.
            return;
        }

        var steps = Offenders.Of(jail, seconds, out var problem);
        if (problem is not null)
        {
            LeftOut(jail, problem);
            return;
        }

        if (jail.IsOn("bantime.increment"))
        {
            Changed(jail, "offenses are counted for all jails; a later ban has whole minutes, no random part, and five steps at most");
        }

        if (_offenders is not { } first)
        {
            _offenders = (jail.Jail, steps);
        }
        else if (!steps.Equals(first.Steps))
        {
            LeftOut(jail, $"repeated_offenders is one list for a host: that of the jail '{first.Jail}' is taken");
        }
    }

    private Converted End(List<JailOptions> enabled)
    {
        if (enabled.Select(static jail => string.Join(' ', IgnoreList.Of(jail.Of("ignoreip")))).Distinct().Count() > 1)
        {
            _remarks.Add(new Remark(RemarkKind.Changed, "ignoreip", "what one jail ignores is never blocked for another one either"));
        }

        _remarks.Add(
            new Remark(RemarkKind.Changed, "filter, maxretry, findtime", "rules detect: <frequency> and <timeframe> of those in the groups")
        );
        var writer = new OssecWriter();
        writer.AllowList(_ignored.Distinct(StringComparer.Ordinal));
        writer.Command(_command, _dialect);
        writer.Offenders(_offenders?.Steps ?? RepeatedOffenders.None);
        foreach (var response in _responses)
        {
            writer.Response(response);
        }

        return new Converted(writer.ToString(), _remarks);
    }

    private void Changed(JailOptions jail, string text) => _remarks.Add(new Remark(RemarkKind.Changed, $"jail {jail.Jail}", text));

    private void LeftOut(JailOptions jail, string text) => _remarks.Add(new Remark(RemarkKind.LeftOut, $"jail {jail.Jail}", text));
}
