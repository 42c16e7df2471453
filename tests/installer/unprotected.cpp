#include <cstdio>

int main()
{
    std::puts("Nothing protects this program.");
}
