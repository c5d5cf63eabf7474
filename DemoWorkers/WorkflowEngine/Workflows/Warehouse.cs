using System.Collections.Concurrent;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>Holds back what has been ordered until it is sent or the order fails.</summary>
internal sealed class Warehouse
{
    private const int Shelves = 1000;
    private const int PerProduct = 500;

    private readonly ConcurrentDictionary<string, int> _held = new(StringComparer.Ordinal);

    /// <summary>Pieces held back now.</summary>
    public int Held => _held.Values.Sum();

    /// <exception cref="OutOfStockException">There are not so many pieces.</exception>
    public void Reserve(Order order)
    {
        if (order.Quantity > PerProduct || (_held.Count >= Shelves && !_held.ContainsKey(order.Product)))
        {
            throw new OutOfStockException();
        }

        _held.AddOrUpdate(order.Product, order.Quantity, (_, held) =>
            held + order.Quantity <= PerProduct ? held + order.Quantity : throw new OutOfStockException());
    }

    /// <summary>The pieces have been sent, or are free again.</summary>
    public void Release(Order order) => _held.AddOrUpdate(order.Product, 0, (_, held) => Math.Max(0, held - order.Quantity));
}
