namespace ActiveResponse.State;

/// <summary>Where an effect is between being wanted and being gone.</summary>
public enum EffectState
{
    /// <summary>Recorded as wanted; the host may or may not have been touched.</summary>
    Planned,

    /// <summary>In place.</summary>
    Applied,

    /// <summary>Being taken back, or waiting for another try after a failed one.</summary>
    Reverting,
}
