using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>Tells, for a command of the configuration, which responder of this host carries it out.</summary>
public interface IResponderCatalog
{
    /// <summary>Finds the responder that a command's executable is bound to.</summary>
    /// <param name="command">The command.</param>
    /// <param name="responder">What planning must know of the responder.</param>
    /// <returns>False when nothing on this host carries the command out.</returns>
    bool TryFind(CommandDefinition command, [NotNullWhen(true)] out ResponderDescription? responder);
}
