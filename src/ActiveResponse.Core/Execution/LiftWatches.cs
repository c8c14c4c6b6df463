using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Tells checks in progress what was lifted since they began: an entry they saw before may be gone.</summary>
internal sealed class LiftWatches
{
    private ImmutableList<Watch> _watches = [];

    /// <summary>Watches lifts until disposed.</summary>
    public Watch Begin()
    {
        var watch = new Watch(this);
        ImmutableInterlocked.Update(ref _watches, static (watches, added) => watches.Add(added), watch);
        return watch;
    }

    /// <summary>Notes what was lifted.</summary>
    /// <param name="steps">Steps that may have lifted something.</param>
    /// <param name="takenBack">Blocks that were taken back, as they couldn't be recorded; null for none.</param>
    /// <remarks>
    /// Call it after the commit and before the keys are handed back: whoever begins to watch later finds the lift in the history.
    /// </remarks>
    public void Note(List<EffectStep> steps, List<EffectStep>? takenBack)
    {
        var watches = _watches;
        if (watches.IsEmpty)
        {
            return;
        }

        var lost = takenBack?.ToHashSet() ?? [];
        foreach (var step in steps)
        {
            if ((step is RevertStep or RemoveStep && step.Result is { IsSuccess: true }) || lost.Contains(step))
            {
                watches.ForEach(watch => watch.Add(step.Items[0].Key.Subject));
            }
        }
    }

    /// <summary>The subjects lifted since it began.</summary>
    internal sealed class Watch(LiftWatches all) : IDisposable
    {
        private readonly ConcurrentDictionary<Subject, bool> _lifted = new();

        public bool Saw(Subject subject) => _lifted.ContainsKey(subject);

        public void Dispose() => ImmutableInterlocked.Update(ref all._watches, static (watches, ended) => watches.Remove(ended), this);

        internal void Add(Subject subject) => _lifted[subject] = true;
    }
}
