using ActiveResponse.Configuration;

namespace ActiveResponse.Responders;

/// <summary>Gives the responder that runs a command's executable as a script, if there is such a script.</summary>
internal interface IScriptResponders
{
    /// <summary>The responder, or null with the reason why the script can't be used.</summary>
    IResponder? Find(CommandDefinition command, out string? whyNot);
}
