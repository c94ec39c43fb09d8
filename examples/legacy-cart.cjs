// Shopping cart of the old shop front. Written before types and modules; still loaded by the checkout page.
'use strict';

var VAT = 0.19;

function parseItems(text) {
  return text.split('\n').filter(function (line) {
    return line.indexOf('#') !== 0 && line.trim() !== '';
  }).map(function (line) {
    var fields = line.split(';');
    return { name: fields[0], price: parseFloat(fields[1]), count: parseInt(fields[2], 10) || 1 };
  });
}

function total(items) {
  var sum = items.map(function (item) {
    return item.price * item.count;
  }).reduce(function (a, b) {
    return a + b;
  }, 0);
  return Math.round(sum * (1 + VAT) * 100) / 100;
}

function names(items) {
  return items.filter(function (item) { return item.count > 0; })
    .map(function (item) { return item.name.toUpperCase(); })
    .join(', ');
}

function cheapest(items) {
  return Math.min.apply(null, items.map(function (item) { return item.price; }));
}

function dearest(items) {
  return Math.max(...items.map(item => item.price));
}

// Field names of the form that have been filled in.
function filledFields(form) {
  return Object.keys(form).filter(function (key) {
    return form[key] != null && form[key] !== '';
  }).map(function (key) {
    return key + '=' + encodeURIComponent(form[key]);
  }).join('&');
}

function hasGift(items) {
  return items.filter(function (item) { return item.price === 0; }).length > 0;
}

// Logs while it goes: the order of the two messages matters to the people who read the log.
function restock(items, log) {
  return items.filter(function (item) {
    log('checking ' + item.name);
    return item.count < 1;
  }).map(function (item) {
    log('ordering ' + item.name);
    return item.name;
  });
}

function discount(items, percent) {
  for (var i = 0; i < items.length; i++) {
    items[i].price = items[i].price * (100 - percent) / 100;
  }
  return items;
}

if (typeof module !== 'undefined') {
  module.exports = {
    parseItems: parseItems,
    total: total,
    names: names,
    cheapest: cheapest,
    dearest: dearest,
    filledFields: filledFields,
    hasGift: hasGift,
    restock: restock,
    discount: discount
  };
}
