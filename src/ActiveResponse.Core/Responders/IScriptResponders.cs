using ActiveResponse.Configuration;

namespace ActiveResponse.Responders;

/// <summary>Provides the responder that runs a command's executable as a script.</summary>
internal interface IScriptResponders
{
    /// <summary>The responder, or null and the reason why the script can't be used.</summary>
    IResponder? Find(CommandDefinition command, out string? whyNot);
}
