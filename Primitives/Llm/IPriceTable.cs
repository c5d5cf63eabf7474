namespace Tta.Primitives;

/// <summary>Knows what models cost.</summary>
public interface IPriceTable
{
    /// <summary>Looks a model up. A model without a price has an unknown cost, which is not the same as none.</summary>
    /// <param name="provider">Who serves it.</param>
    /// <param name="model">The model.</param>
    /// <param name="price">Its rates, when found.</param>
    /// <returns>Whether the model has a price.</returns>
    bool TryGetPrice(string provider, string model, out ModelPrice price);
}
