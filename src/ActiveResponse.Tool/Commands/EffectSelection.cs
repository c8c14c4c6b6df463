using System.CommandLine;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Commands;

/// <summary>The argument and the options that select effects.</summary>
internal sealed class EffectSelection
{
    private readonly Argument<string?> _target = new("TARGET")
    {
        Description = "Only effects on this address, network, user or file.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _within = new("--within") { Description = "With a TARGET: also effects within this network." };
    private readonly Option<long?> _rule = new("--rule") { Description = "Only effects that this rule has caused.", HelpName = "ID" };
    private readonly Option<string?> _responder = new("--responder") { Description = "Only effects by this responder.", HelpName = "NAME" };
    private readonly Option<string?> _effectState = new("--in-state") { Description = "Only effects in this state." };

    /// <summary>Adds them to a command.</summary>
    public EffectSelection(Command command)
    {
        _effectState.AcceptOnlyFromAmong("active", "pending", "failed", "lifting");
        command.Add(_target);
        command.Add(_within);
        command.Add(_rule);
        command.Add(_responder);
        command.Add(_effectState);
    }

    /// <summary>The request for what is selected.</summary>
    public ControlRequest RequestOf(ParseResult parsed) =>
        new()
        {
            Command = ControlCommands.List,
            Target = parsed.GetValue(_target),
            Within = parsed.GetValue(_within),
            Rule = parsed.GetValue(_rule),
            Responder = parsed.GetValue(_responder),
            State = parsed.GetValue(_effectState),
        };
}
