using System.Collections.Immutable;
using System.CommandLine;
using ActiveResponse.Planning;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options for this host's identity among the alerts' hosts.</summary>
internal sealed class HostOptions
{
    private readonly Option<string?> _role = Role(
        "This host's role: standalone, server or agent. Default: agent with --agent-id, --agent-name or --label, otherwise standalone."
    );
    private readonly Option<string?> _agentId = new("--agent-id") { Description = "This host's agent id.", HelpName = "ID" };
    private readonly Option<string?> _agentName = new("--agent-name")
    {
        Description = "This host's agent name, compared exactly.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _labels = new("--label")
    {
        Description = "A label of this host, for responses whose agent_id is label:NAME; repeatable.",
        HelpName = "NAME",
    };

    /// <summary>Adds the options to a command.</summary>
    public HostOptions(Command command)
    {
        foreach (var option in (Option[])[_role, _agentId, _agentName, _labels])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            foreach (var option in (Option[])[_agentId, _agentName, _labels])
            {
                if (
                    result.GetResult(option) is { Implicit: false } given
                    && given.Tokens.Any(static token => string.IsNullOrWhiteSpace(token.Value))
                )
                {
                    result.AddError($"{option.Name} must not be empty.");
                }
            }
        });
    }

    /// <summary>The option alone, for a command that needs no other.</summary>
    public static Option<string?> Role(string description)
    {
        var option = new Option<string?>("--role") { Description = description, HelpName = "agent|server|standalone" };
        option.AcceptOnlyFromAmong("agent", "server", "standalone");
        return option;
    }

    /// <summary>This host's identity; null if not given.</summary>
    public HostIdentity? IdentityOf(ParseResult parsed)
    {
        var (role, id, name) = (parsed.GetValue(_role), parsed.GetValue(_agentId), parsed.GetValue(_agentName));
        var labels = parsed.GetValue(_labels) ?? [];
        if (role is null && id is null && name is null && labels.Length == 0)
        {
            return null;
        }

        return new HostIdentity
        {
            Role = role is null ? HostRole.Agent : Names.Role(role),
            AgentId = id,
            AgentName = name,
            Labels = [.. labels.ToImmutableHashSet(StringComparer.Ordinal)],
        };
    }
}
