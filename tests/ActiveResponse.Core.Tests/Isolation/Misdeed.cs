namespace ActiveResponse.Tests.Isolation;

/// <summary>What the code of others may do to us.</summary>
public enum Misdeed
{
    None,

    /// <summary>Throws before it returns a task.</summary>
    ThrowsAtOnce,

    /// <summary>Returns a task that fails.</summary>
    ThrowsLater,

    /// <summary>Blocks the thread it is called on.</summary>
    BlocksItsThread,

    /// <summary>Returns a task that never ends, whatever its token says.</summary>
    NeverAnswers,

    /// <summary>Takes too long, and stops when its token fires.</summary>
    StopsWhenAsked,

    /// <summary>The same, and throws where its token tells it to stop.</summary>
    ThrowsWhenAsked,
}
