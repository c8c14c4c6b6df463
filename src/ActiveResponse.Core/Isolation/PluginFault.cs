namespace ActiveResponse.Isolation;

/// <summary>Kind of fault in a plug-in.</summary>
internal enum PluginFault
{
    /// <summary>It threw.</summary>
    Threw,

    /// <summary>It didn't respond in time.</summary>
    TimedOut,

    /// <summary>It wasn't called, because too many earlier calls never returned.</summary>
    NotCalled,

    /// <summary>It answered after the deadline.</summary>
    AnsweredLate,

    /// <summary>It didn't signal an effect's due time.</summary>
    Missed,

    /// <summary>An outcome for it was dropped, because its queue was full.</summary>
    Dropped,
}
