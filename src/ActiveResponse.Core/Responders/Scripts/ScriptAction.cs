namespace ActiveResponse.Responders.Scripts;

/// <summary>What a script is told to do.</summary>
public enum ScriptAction
{
    /// <summary>Put the effect in place.</summary>
    Add,

    /// <summary>Take it back.</summary>
    Delete,
}
