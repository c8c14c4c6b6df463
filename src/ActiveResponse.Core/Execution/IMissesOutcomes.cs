namespace ActiveResponse.Execution;

/// <summary>Observer that must know about outcomes it didn't get.</summary>
internal interface IMissesOutcomes
{
    /// <summary>Called by the reporting thread when outcomes were dropped; must return at once.</summary>
    void Missed();
}
