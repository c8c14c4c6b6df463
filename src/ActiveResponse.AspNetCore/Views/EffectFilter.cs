using ActiveResponse.Planning;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Selects effects.</summary>
internal sealed class EffectFilter
{
    private const int LongestText = 4_096;
    private static readonly string[] States = ["active", "pending", "failed", "lifting"];

    private readonly EffectQuery _query;
    private readonly Subject? _target;
    private readonly string _hostName;

    /// <exception cref="ViewException">The query is wrong.</exception>
    public EffectFilter(EffectQuery query, string hostName)
    {
        (_query, _hostName) = (query, hostName);
        if (query.State is { } state && !States.Contains(state))
        {
            throw new ViewException(ViewProblem.Invalid, $"'state' is one of {string.Join(", ", States)}.");
        }

        if (query.Search is { Length: > LongestText })
        {
            throw new ViewException(ViewProblem.Invalid, "'search' is too long.");
        }

        if (query.Target is { } target)
        {
            _target = SubjectOf(target);
        }
    }

    /// <summary>Reads a target.</summary>
    /// <exception cref="ViewException">It can't be read.</exception>
    public static Subject SubjectOf(string? target) =>
        Subject.TryParse(target, out var subject, out var problem) ? subject : throw new ViewException(ViewProblem.Invalid, problem);

    public bool Matches(EffectRecord effect) =>
        IsTarget(effect.Key.Subject)
        && (_query.Responder is null || _query.Responder == effect.Key.Responder)
        && (_query.State is null || _query.State == EffectItems.StateOf(effect))
        && IsCausedSo(effect);

    private bool IsCausedSo(EffectRecord effect) =>
        (_query.Rule is null || EffectItems.HasRule(effect, _query.Rule.Value))
        && (_query.Host is null || IsOf(effect, _query.Host))
        && (string.IsNullOrEmpty(_query.Search) || HasText(effect, _query.Search));

    private bool IsTarget(Subject actual) => _target is null || SubjectMatch.IsMeant(_target, actual, _query.Within, ShownText.Of);

    private bool IsOf(EffectRecord effect, string host)
    {
        var origin = EffectItems.OriginOf(effect);
        return (origin.AgentName ?? origin.AgentId ?? _hostName) == host;
    }

    private static bool HasText(EffectRecord effect, string text) =>
        Has(effect.Key.Subject.ToString(), text)
        || Has(effect.Key.Responder, text)
        || HasText(EffectItems.OriginOf(effect), text)
        || effect.Holders.Any(holder => Has(holder.ResponseName, text));

    private static bool HasText(ResponseOrigin origin, string text) =>
        origin.RuleId.ToString(System.Globalization.CultureInfo.InvariantCulture) == text
        || Has(origin.AlertId, text)
        || Has(origin.AgentName ?? origin.AgentId, text);

    private static bool Has(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
