namespace ActiveResponse.Execution;

/// <summary>Why an effect is to be reverted.</summary>
internal enum RevertReason
{
    /// <summary>Its time is up.</summary>
    Due,

    /// <summary>Somebody lifted it.</summary>
    Lifted,

    /// <summary>A new allow list covers it.</summary>
    Allowed,

    /// <summary>It covers an address this host now needs.</summary>
    Protected,

    /// <summary>The host is stopping.</summary>
    Stopping,
}
