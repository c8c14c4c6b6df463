namespace ActiveResponse.Isolation;

/// <summary>What went wrong in the code of others.</summary>
internal enum PluginFault
{
    /// <summary>It threw.</summary>
    Threw,

    /// <summary>It gave no answer in time.</summary>
    NoAnswer,

    /// <summary>It was not called, since too many earlier calls never came back.</summary>
    NotCalled,

    /// <summary>It answered after the deadline.</summary>
    AnsweredLate,

    /// <summary>It let the time of an effect pass without a word.</summary>
    Missed,

    /// <summary>What it was to be notified of was dropped, since its queue was full.</summary>
    Dropped,
}
