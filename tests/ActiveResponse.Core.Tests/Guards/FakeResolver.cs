using ActiveResponse.Configuration;
using ActiveResponse.Guards;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Guards;

/// <summary>Answers, or not, as told.</summary>
internal sealed class FakeResolver : IHostNameResolver
{
    private int _asked;

    public string[]? Answer { get; set; }

    public TaskCompletionSource? Hold { get; set; }

    public int Asked => _asked;

    public async ValueTask<IReadOnlyList<AddressPrefix>?> ResolveAsync(string hostName, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        if (Hold is not null)
        {
            await Hold.Task;
        }

        return Answer?.Select(Some.Prefix).ToList();
    }
}
