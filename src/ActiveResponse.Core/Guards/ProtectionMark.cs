namespace ActiveResponse.Guards;

/// <summary>What the guards knew when they were asked about an order, which may wait long before it is carried out.</summary>
internal sealed class ProtectionMark(ProtectionChanges changes)
{
    private volatile bool _isOutdated;

    /// <summary>Has the effects looked at once more if the guards know better by now. Call it once the order's effect is on
    /// record.</summary>
    public void Recheck()
    {
        if (_isOutdated)
        {
            changes.Look();
        }
    }

    public void Outdate() => _isOutdated = true;
}
