namespace ActiveResponse.Execution;

/// <summary>One alert that was read, with the number of its orders that aren't on record yet.</summary>
internal sealed class IntakeMark(IntakeProgress progress, string? position)
{
    /// <summary>Source of the alert.</summary>
    public IntakeProgress Progress => progress;

    /// <summary>Where to resume once it, and everything before it, is on record; null if resuming is impossible there.</summary>
    public string? Position { get; set; } = position;

    /// <summary>Number of orders not yet on record; 1 for the alert itself until they are counted.</summary>
    public int Open { get; set; } = 1;

    /// <summary>Sets the number of the alert's orders; call it before the first of them is queued.</summary>
    public void Expect(int orders) => progress.Change(this, orders - 1);

    /// <summary>Records that one of them is on record or was answered.</summary>
    public void Settle() => progress.Change(this, -1);
}
