// Links all of core and nothing else. Says "no" when a library of windows came in with it, by whatever way.
#include <QByteArray>

#include <link.h>

#include <cstdio>

namespace {

int nameWindowLibraries(dl_phdr_info *object, std::size_t, void *found)
{
    const QByteArray path(object->dlpi_name);
    for (const char *library : { "libQt6Gui", "libQt6Widgets", "libQt6Svg", "libX11", "libwayland" }) {
        if (path.contains(library)) {
            std::fprintf(stderr, "core brings in %s\n", path.constData());
            *static_cast<bool *>(found) = true;
        }
    }
    return 0;
}

}

int main()
{
    bool found = false;
    dl_iterate_phdr(nameWindowLibraries, &found);
    return found ? 1 : 0;
}
