using ActiveResponse.Diagnostics;
using ActiveResponse.Platform;
using Microsoft.Extensions.Logging;

namespace ActiveResponse;

/// <summary>
/// Logs when an alert file can't be read, and when it can again. A file that doesn't exist yet, or not between two rotations, is no
/// failure.
/// </summary>
internal sealed class ReadFailureLog(string name, ILogger logger)
{
    private bool _isLogged;

    public void Log(Exception? trouble)
    {
        if (trouble is not null && PlainFile.Explain(trouble) is { } why)
        {
            logger.SourceUnreadable(name, SafeText.Of(why, 400));
            _isLogged = true;
        }
        else if (trouble is null && _isLogged)
        {
            logger.SourceReadable(name);
            _isLogged = false;
        }
    }
}
