namespace ActiveResponse.Execution;

/// <summary>One alert that was read and what is not on record yet of the orders it led to.</summary>
internal sealed class IntakeMark(IntakeProgress progress, string? position)
{
    /// <summary>Whose alert it is.</summary>
    public IntakeProgress Progress => progress;

    /// <summary>Where to go on once it, and what came before it, is on record; null when that is no place to resume at.</summary>
    public string? Position { get; set; } = position;

    /// <summary>How many orders are not on record yet; until they are counted, the alert itself.</summary>
    public int Open { get; set; } = 1;

    /// <summary>Says how many orders the alert led to; before the first of them is given.</summary>
    public void Expect(int orders) => progress.Change(this, orders - 1);

    /// <summary>Says that one of them is on record, or was answered.</summary>
    public void Settle() => progress.Change(this, -1);
}
