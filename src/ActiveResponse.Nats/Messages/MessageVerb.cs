namespace ActiveResponse.Nats.Messages;

/// <summary>The kinds of signed messages.</summary>
internal enum MessageVerb
{
    /// <summary>Puts an effect in place.</summary>
    Apply,

    /// <summary>Lifts an effect.</summary>
    Lift,

    /// <summary>Starts an epoch: the stream was created, or lost messages, so earlier positions in it are void.</summary>
    Epoch,

    /// <summary>Stops new effects on all hosts until a resume.</summary>
    Halt,

    /// <summary>Ends a halt.</summary>
    Resume,

    /// <summary>Adds a network to the fleet's allow list.</summary>
    Allow,

    /// <summary>Removes a network from the fleet's allow list.</summary>
    Disallow,
}
