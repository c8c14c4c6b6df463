using System.Buffers;
using System.Globalization;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Diagnostics;
using ActiveResponse.Matching;
using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Ossec.ManagerQueues.Exact;

/// <summary>Explains exactly what OSSEC's analysisd writes to its two queues for an alert.</summary>
/// <remarks>Based on OSSEC <c>src/analysisd/analysisd_stages.c</c> and <c>src/analysisd/alerts/exec.c</c>, and on recorded output. Facts
/// that only rules have (<c>no_ar</c>) are missing from alerts.</remarks>
public sealed class AnalysisdMessages
{
    /// <summary>The maximum message length in bytes, without the NUL; longer ones are truncated.</summary>
    public const int MaxBytes = 1023;

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:_-"
    );

    private static readonly SearchValues<char> UserCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@?-"
    );

    private readonly RuleMatcher _matcher;
    private readonly DaemonReading _daemon;
    private readonly AnalysisdAllowList _allowList;

    /// <summary>Takes the place of an analysisd with a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="daemon">The daemon's reading of it.</param>
    public AnalysisdMessages(ActiveResponseConfig config, DaemonReading daemon)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(daemon);

        // A block with only "disabled" cancels what precedes it; the daemon's reading has that.
        _matcher = new RuleMatcher(config with { Disabled = false });
        _daemon = daemon;
        _allowList = new AnalysisdAllowList(daemon.AllowList);
    }

    /// <summary>analysisd's treatment of each response, in configuration order.</summary>
    /// <param name="alert">The alert, its fields kept as written.</param>
    public IEnumerable<AnalysisdResponse> Explain(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var key = new AlertKey
        {
            RuleId = alert.RuleId,
            Level = alert.Level,
            Groups = LosslessText.Encode(alert.Groups),
        };
        var voiced = new AnalysisdEvent(alert);
        return _matcher.Explain(key).Select(verdict => verdict.Fired ? Explain(verdict, voiced) : new AnalysisdResponse(verdict)).ToList();
    }

    private AnalysisdResponse Explain(MatchVerdict verdict, AnalysisdEvent alert)
    {
        var response = verdict.Response;
        var expect = response.Command.Expect;
        var address = expect.HasFlag(ExpectedFields.SourceAddress) ? Unmapped(alert.Address) : null;
        var file = expect.HasFlag(ExpectedFields.FileName) && alert.FileName is { } name ? OssecArguments.Escape(name) : null;
        var user = expect.HasFlag(ExpectedFields.User) ? alert.User : null;
        var isHosts = IsHosts(response.Locations, alert);
        var fileName = file is null ? null : alert.FileName;
        var target = string.Join(' ', new[] { user, address, fileName }.OfType<string>());
        var voiced = new AnalysisdResponse(verdict)
        {
            Location = PlaceOf(response.Locations, isHosts),
            Agent = isHosts ? null : AgentOf(response, alert),
            Target = target.Length > 0 ? target : "-",
        };
        if ((Refuse(expect, alert) ?? RefuseQueues(isHosts) ?? RefuseAllowed(address)) is { } refusal)
        {
            return voiced with { Refusal = refusal };
        }

        var order = string.Create(
            CultureInfo.InvariantCulture,
            $"{response.Name} {user ?? "-"} {address ?? "-"} {alert.Id} {unchecked((int)alert.RuleId)} {alert.Location}"
        );
        return voiced with
        {
            Message = isHosts
                ? Cut(ManagerQueue.Host, $"{order} {file ?? "-"}")
                : Cut(ManagerQueue.Agents, ForAgents(response, alert, order, file)),
        };
    }

    private static bool IsHosts(ResponseLocation locations, AnalysisdEvent alert) =>
        locations.HasFlag(ResponseLocation.Server) || (locations.HasFlag(ResponseLocation.Local) && !alert.IsAgents);

    private static string ForAgents(ResponseDefinition response, AnalysisdEvent alert, string order, string? file)
    {
        var all = response.Locations.HasFlag(ResponseLocation.All) ? 'A' : 'N';
        var reporting = response.Locations.HasFlag(ResponseLocation.Local) ? 'R' : 'N';
        var defined = response.Locations.HasFlag(ResponseLocation.DefinedAgent) ? 'S' : 'N';
        var source = alert.IsAgents ? "" : "(local_source) ";
        return $"{source}{alert.Location} {all}{reporting}{defined} {response.AgentId ?? "(null)"} {order} {file ?? "(null)"}";
    }

    // The user is checked first, then the address, then the file.
    private static OrderRefusal? Refuse(ExpectedFields expect, AnalysisdEvent alert)
    {
        if (expect.HasFlag(ExpectedFields.User))
        {
            if (alert.User is null)
            {
                return new OrderRefusal("missing-field", "the alert has no user");
            }

            if (alert.User.AsSpan().ContainsAnyExcept(UserCharacters))
            {
                return new OrderRefusal(
                    "crafted-value",
                    $"user '{SafeText.Of(alert.User)}': analysisd warns of it (1272) and sends nothing"
                );
            }
        }

        if (expect.HasFlag(ExpectedFields.SourceAddress))
        {
            if (alert.Address is null)
            {
                return new OrderRefusal("missing-field", "the alert has no source address");
            }

            if (alert.Address.AsSpan().ContainsAnyExcept(AddressCharacters))
            {
                return new OrderRefusal(
                    "crafted-value",
                    $"source address '{SafeText.Of(alert.Address)}': analysisd warns of it (1271) and sends nothing"
                );
            }
        }

        return expect.HasFlag(ExpectedFields.FileName) && alert.FileName is null
            ? new OrderRefusal("missing-field", "the alert has no file")
            : null;
    }

    // Without its queue to execd, analysisd sends nothing to agents either.
    private OrderRefusal? RefuseQueues(bool isHosts)
    {
        if (!_daemon.OpensHostQueue)
        {
            return new OrderRefusal(
                "no-queue",
                "analysisd opens its queue to execd only for local or server responses that no later disabled block "
                    + "cancels, and sends nothing without it"
            );
        }

        if (!isHosts && !_daemon.OpensAgentQueue)
        {
            return new OrderRefusal(
                "no-queue",
                "analysisd opens its queue to agents only for responses that no later disabled block cancels"
            );
        }

        return null;
    }

    private OrderRefusal? RefuseAllowed(string? address) =>
        address is not null && _allowList.Find(address) is { } entry
            ? new OrderRefusal(
                "allow-list",
                $"'{SafeText.Of(address)}' is allowed by '{SafeText.Of(entry)}' by analysisd's reading of the list"
            )
            : null;

    private static string? Unmapped(string? address) =>
        address is not null && address.StartsWith("::ffff:", StringComparison.Ordinal) ? address["::ffff:".Length..] : address;

    private static ResponseLocation PlaceOf(ResponseLocation locations, bool isHosts)
    {
        if (locations.HasFlag(ResponseLocation.Server))
        {
            return ResponseLocation.Server;
        }

        if (isHosts)
        {
            return ResponseLocation.Local;
        }

        if (locations.HasFlag(ResponseLocation.All))
        {
            return ResponseLocation.All;
        }

        return locations.HasFlag(ResponseLocation.Local) ? ResponseLocation.Local : ResponseLocation.DefinedAgent;
    }

    private static string? AgentOf(ResponseDefinition response, AnalysisdEvent alert) =>
        PlaceOf(response.Locations, isHosts: false) switch
        {
            ResponseLocation.Local => AlertLocation.AgentName(alert.Location),
            ResponseLocation.DefinedAgent => response.AgentId,
            _ => null,
        };

    private static QueueMessage Cut(ManagerQueue queue, string text)
    {
        var bytes = LosslessText.Encode(text);
        return new QueueMessage(queue, bytes.AsMemory(0, Math.Min(bytes.Length, MaxBytes)));
    }
}
