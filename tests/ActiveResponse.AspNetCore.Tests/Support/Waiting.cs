using ActiveResponse.Tests.Support;

namespace ActiveResponse.AspNetCore.Tests.Support;

/// <summary>Waits for what the server is about to do.</summary>
internal static class Waiting
{
    public static Task UntilAsync(Func<Task<bool>> condition) => Until.TrueAsync(condition);
}
