namespace ActiveResponse.Execution;

/// <summary>An observer that must know when it is not notified of something.</summary>
internal interface IMissesOutcomes
{
    /// <summary>Outcomes were dropped. Called by whoever reports them; must return at once.</summary>
    void Missed();
}
