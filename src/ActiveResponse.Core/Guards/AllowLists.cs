using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>The allow list of the configuration and those of other guards.</summary>
internal sealed class AllowLists(AllowListGuard configured, IEnumerable<IAllowingGuard> others)
{
    private readonly IAllowingGuard[] _others = [.. others];

    /// <summary>Whether one of them covers a subject. Unresolvable names cover nothing.</summary>
    public async ValueTask<bool> CoverAsync(Subject subject, CancellationToken cancellationToken)
    {
        foreach (var other in _others)
        {
            if (other.Allows(subject))
            {
                return true;
            }
        }

        return await configured.FindAsync(subject, cancellationToken).ConfigureAwait(false) is not null;
    }
}
