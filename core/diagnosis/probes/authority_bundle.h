#pragma once

#include "core/diagnosis/probes/openssl_handles.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace wharf::diagnosis {

/// Finds the one authority that signed a chain among the hundreds of a bundle, and decodes no other: to decode 289 takes 60 ms and more, to find them 9.
///
/// For one thread: what was decoded is kept.
class AuthorityBundle {
public:
    /// Reads a PEM file anew. False where X509_STORE_load_file() would find nothing to add: a file with one bad entry is bad as a whole.
    bool read(const QString &path);

    /// Whatever `store` is then asked for is first looked for in here. The bundle must outlive all checks against the store.
    void attachTo(X509_STORE *store) const;
    /// Adds those of `subject`, in the file's order.
    void addTo(X509_STORE *store, const X509_NAME *subject) const;

    /// How many certificates there are, and how many of them have been decoded.
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }
    [[nodiscard]] std::size_t decoded() const;

private:
    struct Entry {
        NameHandle subject;
        QByteArray der;
        mutable X509Handle certificate; ///< null before it is looked for
    };
    [[nodiscard]] static std::vector<Entry> outlines(const QByteArray &path);
    [[nodiscard]] static std::vector<Entry> decodedEntries(const QByteArray &path);

    std::vector<Entry> m_entries; ///< by subject, in OpenSSL's order
};

} // namespace wharf::diagnosis
