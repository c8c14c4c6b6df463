using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActiveResponse.Configuration;
using ActiveResponse.Diagnostics;
using ActiveResponse.Guards;
using ActiveResponse.Planning;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Refuses what was added to the allow list over the API, whatever configuration is in force.</summary>
internal sealed class AddedAllowGuard : IAllowingGuard
{
    private const int MostEntries = 10_000;

    private readonly ConcurrentDictionary<AddressPrefix, OrderNote> _notes = new();
    private ImmutableList<AllowListEntry> _entries = [];

    public string Name => "allow-list";

    public ImmutableList<AllowListEntry> Entries => _entries;

    /// <exception cref="ViewException">The list is full.</exception>
    public void Add(AllowListEntry entry, OrderNote note)
    {
        if (_entries.Count >= MostEntries)
        {
            throw new ViewException(ViewProblem.Invalid, $"The allow list is full: {MostEntries} entries.", "Add networks instead.");
        }

        ImmutableInterlocked.Update(ref _entries, entries => Has(entries, entry) ? entries : entries.Add(entry));
        _notes.TryAdd(entry.Network!.Value, note);
    }

    /// <summary>Why an entry was added, and by whom.</summary>
    public OrderNote NoteOf(AllowListEntry entry) => _notes.GetValueOrDefault(entry.Network!.Value, OrderNote.None);

    /// <returns>Whether it was on the list.</returns>
    public bool Remove(AllowListEntry entry)
    {
        _notes.TryRemove(entry.Network!.Value, out _);
        return ImmutableInterlocked.Update(ref _entries, entries => entries.RemoveAll(other => other.Network == entry.Network));
    }

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            Find(order.Subject) is { } by
                ? new OrderRefusal(Name, $"{order.Subject.Address} is on the allow list ('{SafeText.Of(by.Text)}')")
                : null
        );

    public bool Allows(Subject subject) => Find(subject) is not null;

    private AllowListEntry? Find(Subject subject) =>
        subject.Address is { } address ? _entries.Find(entry => entry.Network is { } network && network.Overlaps(address)) : null;

    private static bool Has(ImmutableList<AllowListEntry> entries, AllowListEntry entry) =>
        entries.Exists(other => other.Network == entry.Network);
}
