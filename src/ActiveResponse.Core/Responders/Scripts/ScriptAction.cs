namespace ActiveResponse.Responders.Scripts;

/// <summary>The action a script is asked for.</summary>
public enum ScriptAction
{
    /// <summary>Apply the effect.</summary>
    Add,

    /// <summary>Revert it.</summary>
    Delete,
}
