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
        var (given, at) = (parsed.GetValue(_state), parsed.GetValue(_control));

        // Whoever names a socket alone means that agent: the default state file is another one's.
        var state = given is null && at is not (null or ControlSocket.None) ? null : StateFile.Choose(given);
        return new AgentCall(ControlSocket.Choose(at, state), state, parsed.GetValue(_json));
    }
}
