using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Planning;
using ActiveResponse.State;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Control;

/// <summary>Selects effects by target, network, responder, state and rule; what isn't given selects all.</summary>
internal sealed class EffectFilter
{
    private readonly ControlRequest _request;
    private readonly Subject? _target;

    private EffectFilter(ControlRequest request, Subject? target) => (_request, _target) = (request, target);

    /// <exception cref="ControlException">The target is invalid.</exception>
    public static EffectFilter Of(ControlRequest request)
    {
        if (request.Target is null)
        {
            return new EffectFilter(request, target: null);
        }

        return Subject.TryParse(request.Target, out var target, out var problem)
            ? new EffectFilter(request, target)
            : throw new ControlException(problem);
    }

    public bool Matches(EffectRecord effect) =>
        IsTarget(effect.Key.Subject)
        && (_request.Responder is null || _request.Responder == effect.Key.Responder)
        && (_request.State is null || _request.State == EffectItems.StateOf(effect))
        && (_request.Rule is null || EffectItems.HasRule(effect, _request.Rule.Value));

    private bool IsTarget(Subject actual) => _target is null || SubjectMatch.IsMeant(_target, actual, _request.Within, ToolText.WithBytes);
}
