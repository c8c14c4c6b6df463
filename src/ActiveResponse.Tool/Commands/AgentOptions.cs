using System.CommandLine;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options of all commands that ask a running agent: where it is, and how to answer.</summary>
internal sealed class AgentOptions
{
    private readonly Option<string?> _state = CommonOptions.State();
    private readonly Option<string?> _control = CommonOptions.Control();
    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>Gives a command these options.</summary>
    public AgentOptions(Command command)
    {
        command.Add(_state);
        command.Add(_control);
        command.Add(_json);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_control) is null && StateFile.Choose(result.GetValue(_state)) is null)
            {
                result.AddError("Say which agent: --state FILE, as it was given to run, or --control PATH.");
            }
        });
    }

    public AgentCall CallOf(ParseResult parsed)
    {
        var state = StateFile.Choose(parsed.GetValue(_state));
        return new AgentCall(ControlSocket.Choose(parsed.GetValue(_control), state), state, parsed.GetValue(_json));
    }
}
