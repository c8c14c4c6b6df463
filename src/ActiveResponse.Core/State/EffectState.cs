namespace ActiveResponse.State;

/// <summary>State of an effect between wanted and gone.</summary>
public enum EffectState
{
    /// <summary>Recorded as wanted; the host may or may not have been touched.</summary>
    Planned,

    /// <summary>In place.</summary>
    Applied,

    /// <summary>Being reverted, or waiting for a retry.</summary>
    Reverting,
}
