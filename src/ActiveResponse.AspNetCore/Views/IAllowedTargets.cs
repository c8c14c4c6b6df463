using ActiveResponse.Execution;
using ActiveResponse.Planning;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>The allow list, and what was added to it while the agent ran.</summary>
internal interface IAllowedTargets
{
    IReadOnlyList<AllowItem> List();

    /// <summary>Adds an entry; blocks it covers are lifted.</summary>
    /// <exception cref="ViewException">It is no entry.</exception>
    ValueTask<IReadOnlyList<ExecutedAction>> AddAsync(string entry, OrderNote note, CancellationToken cancellationToken);

    /// <exception cref="ViewException">It isn't on the list, or the configuration has it.</exception>
    ValueTask<IReadOnlyList<ExecutedAction>> RemoveAsync(string entry, OrderNote note, CancellationToken cancellationToken);
}
