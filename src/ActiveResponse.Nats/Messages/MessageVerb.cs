namespace ActiveResponse.Nats.Messages;

/// <summary>What a signed message of an issuer says.</summary>
internal enum MessageVerb
{
    /// <summary>The effect is to be in place.</summary>
    Apply,

    /// <summary>The effect is to be taken back.</summary>
    Lift,

    /// <summary>The stream was made, or was found to have lost something: positions of before mean nothing in it.</summary>
    Epoch,

    /// <summary>Nothing new is done on any host until a resume.</summary>
    Halt,

    /// <summary>Takes a halt back.</summary>
    Resume,

    /// <summary>A network is on the fleet's allow list.</summary>
    Allow,

    /// <summary>A network is no longer on the fleet's allow list.</summary>
    Disallow,
}
