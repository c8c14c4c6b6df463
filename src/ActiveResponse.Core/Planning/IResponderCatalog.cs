using System.Diagnostics.CodeAnalysis;
using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>Finds the responder of this host that carries out a configured command.</summary>
public interface IResponderCatalog
{
    /// <summary>Finds the responder bound to a command's executable.</summary>
    /// <param name="command">The command.</param>
    /// <param name="responder">Description of the responder.</param>
    /// <returns>False if nothing on this host carries the command out.</returns>
    bool TryFind(CommandDefinition command, [NotNullWhen(true)] out ResponderDescription? responder);
}
