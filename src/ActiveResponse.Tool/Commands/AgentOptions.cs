using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Running;
using ActiveResponse.Tool.Settings;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options of all commands that call a running agent: its socket and the output format.</summary>
internal sealed class AgentOptions
{
    private readonly Option<string?> _state = CommonOptions.State();
    private readonly Option<string?> _control = CommonOptions.Control();
    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isRequired">Whether an agent must be named.</param>
    /// <param name="printsJson">Whether the command prints JSON with <c>--json</c>.</param>
    public AgentOptions(Command command, bool isRequired = true, bool printsJson = true)
    {
        command.Add(_state);
        command.Add(_control);
        if (printsJson)
        {
            command.Add(_json);
        }

        command.Add(SettingsSource.Option());
        command.Validators.Add(result =>
        {
            if (isRequired && result.GetValue(_control) is null && StateFile.Choose(result.GetValue(_state)) is null)
            {
                result.AddError("Give the agent's --state FILE, as for run, or --control PATH.");
            }
        });
    }

    /// <summary>Whether replies are printed as JSON.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public AgentCall CallOf(ParseResult parsed) => CallOf(parsed, IsJson(parsed));

    /// <param name="parsed">The command line.</param>
    /// <param name="isJson">Whether replies are printed as JSON.</param>
    public AgentCall CallOf(ParseResult parsed, bool isJson)
    {
        var (given, at) = (parsed.GetValue(_state), parsed.GetValue(_control));

        // A socket alone selects its agent: the default state file belongs to another.
        var state = given is null && at is not (null or ControlSocket.None) ? null : StateFile.Choose(given);
        return new AgentCall(ControlSocket.Choose(at, state), state, isJson);
    }
}
